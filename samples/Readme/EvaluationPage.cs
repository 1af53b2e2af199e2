using SwinLSTM;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;

namespace Readme;

/// <summary>The report in SwinLSTM.Training/README.md.</summary>
public static class EvaluationPage
{
    public static void Report(ForecastModel model, ISequenceDataset test)
    {
        #region training: a report
        EvaluationResult result = Evaluation.Run(
            test,
            [Forecaster.Of("SwinLSTM", model), Forecaster.Persistence, Forecaster.MeanFrame],
            () => Protocols.Standard().CreateMetrics());                    // or Protocols.SwinLstm.CreateMetrics(), or metrics of your own
        string page = EvaluationReport.Write(result, "out", title: "Moving digits");   // out/report.html, scores.csv, scores.json
        #endregion
        _ = page;
    }
}
