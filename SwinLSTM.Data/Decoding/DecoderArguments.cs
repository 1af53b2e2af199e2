using System.Globalization;

namespace SwinLSTM.Data;

/// <summary>The words that ffmpeg is called with. No shell reads them, and file names come behind <c>file:</c>, so no name is taken for anything else.</summary>
internal static class DecoderArguments
{
    // Formats that hold their own frames. Others are lists of further files and addresses, or made for devices.
    private const string Containers = "3dostr,amv,apng,asf,avi,av1,bink,cavsvideo,dirac,dnxhd,dv,film_cpk,flic,flv,gif,gxf,h261,h263,h264,hevc,ipmovie,ivf,m4v,matroska,mjpeg," +
        "mjpeg_2000,mov,mpeg,mpegps,mpegts,mpegvideo,mxf,nsv,nut,obu,ogg,rm,roq,smk,swf,thp,vc1,vc1test,vmd,vvc,webm,wtv,xmv,yuv4mpegpipe";

    public static List<string> VideoInput(string path, VideoOptions options) =>
    [
        .. options.KeepDamaged ? (string[])[] : ["-xerror"],
        "-max_pixels", Number(options.FFmpeg.MaximumPixels), "-protocol_whitelist", "file,pipe", "-format_whitelist", Containers,
        "-i", "file:" + Path.GetFullPath(path), "-map", "0:V:0",
    ];

    /// <summary>Images that arrive through the input, in an IVF stream.</summary>
    public static List<string> ImageInput(ImageKind kind, FFmpegOptions options) =>
    [
        "-xerror", "-threads", "1", "-max_pixels", Number(options.MaximumPixels),
        .. kind switch { ImageKind.Png => ["-err_detect", "crccheck+explode"], ImageKind.Jpeg => ["-err_detect", "explode"], _ => (string[])[] },
        "-protocol_whitelist", "pipe", "-f", "ivf", "-c:v", ImageHeader.Decoder(kind), "-i", "pipe:0", "-map", "0:V:0",
    ];

    /// <summary>A line for each frame: a listing of how large and how many they are.</summary>
    public static string[] Listing(double? framesPerSecond) => ["-vf", EveryFrameOnce(framesPerSecond), "-r", "25", "-c:v", "rawvideo", "-f", "framecrc", "pipe:1"];

    /// <summary>The pixels of every frame, plane by plane: grey, or green, blue, red.</summary>
    public static string[] Pixels(PixelColor color, int height, int width, double? framesPerSecond = null, bool palette = false) =>
    [
        // The scale changes no size: it names the arithmetic of the colours, and makes sure of the number of bytes. Colours of a table are
        // looked up first: ffmpeg's straight ways from them are off by one.
        "-vf", $"{EveryFrameOnce(framesPerSecond)},{(palette ? "format=rgb24," : "")}scale={Number(width)}:{Number(height)}:flags=accurate_rnd+full_chroma_int+bitexact",
        "-r", "25", "-pix_fmt", color == PixelColor.Grey ? "gray" : "gbrp", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
    ];

    // Left to itself, ffmpeg doubles and drops frames to keep a constant rate; frames that are numbered in steps of 1/25 s have one.
    private static string EveryFrameOnce(double? framesPerSecond) =>
        (framesPerSecond is { } rate ? $"fps={rate.ToString("R", CultureInfo.InvariantCulture)}," : "") + "settb=1/25,setpts=N";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
