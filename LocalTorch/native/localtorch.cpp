// libtorch behind a few C functions. One of them, lt_call, reaches every ATen operator through the dispatcher,
// so autograd, no_grad and CUDA work here as they do in PyTorch, on every libtorch version.
// Every function that can fail catches, keeps the message for its thread, and returns -1 or null.
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <cstring>
#include <mutex>

#define LT_EXPORT extern "C" __attribute__((visibility("default")))

#if TORCH_VERSION_MAJOR == 1 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR < 4)
template <class T> using Optional = c10::optional<T>;
#else
template <class T> using Optional = std::optional<T>;
#endif

namespace {

enum Tag : int32_t { None, Default, Tensor, Int, Double, Bool, Ints, Tensors, OptionalTensors, Device, String, Generator };

struct Value {
    int32_t tag;
    int32_t count;  // of a list or a string; the index of a device
    union {
        int64_t i;
        double d;
        const void* data;
        at::Tensor* tensor;
        at::Tensor** tensors;
        at::Generator* generator;
    };
};
static_assert(sizeof(Value) == 16, "one value is 16 bytes on both sides");

thread_local std::string failure;

template <class Result, class Body> Result guarded(Result failed, Body body) {
    try { return body(); }
    catch (const c10::Error& e) { failure = e.what_without_backtrace(); }
    catch (const std::exception& e) { failure = e.what(); }
    catch (...) { failure = "an unknown C++ exception"; }
    return failed;
}

std::vector<at::Tensor> list(at::Tensor** tensors, int32_t count) {
    std::vector<at::Tensor> all(count);
    for (int32_t k = 0; k < count; k++) if (tensors[k]) all[k] = *tensors[k];
    return all;
}

c10::IValue unpack(const Value& v, const c10::Argument& argument) {
    switch (v.tag) {
        case Default: {
            auto value = argument.default_value();
            TORCH_CHECK(value, "argument '", argument.name(), "' has no default value");
            return *value;
        }
        case Tensor: return *v.tensor;
        case Int: return v.i;
        case Double: return v.d;
        case Bool: return v.i != 0;
        case Ints: return at::IntArrayRef(static_cast<const int64_t*>(v.data), v.count);
        case Tensors: return list(v.tensors, v.count);
        case OptionalTensors: {
            c10::List<Optional<at::Tensor>> all;
            for (int32_t k = 0; k < v.count; k++) all.push_back(v.tensors[k] ? Optional<at::Tensor>(*v.tensors[k]) : Optional<at::Tensor>());
            return all;
        }
        case Device: return c10::Device(static_cast<c10::DeviceType>(v.i), static_cast<c10::DeviceIndex>(v.count));
        case String: return std::string(static_cast<const char*>(v.data), v.count);
        case Generator: return *v.generator;
        default: return {};
    }
}

at::Tensor* boxed(at::Tensor t) { return t.defined() ? new at::Tensor(std::move(t)) : nullptr; }

Value pack(c10::IValue&& v) {
    Value r{None, 0, {0}};
    if (v.isTensor()) { r.tag = Tensor; r.tensor = boxed(std::move(v).toTensor()); }
    else if (v.isTensorList()) {
        auto all = std::move(v).toTensorVector();
        r.tag = Tensors;
        r.count = static_cast<int32_t>(all.size());
        r.tensors = new at::Tensor*[all.size()];
        for (size_t k = 0; k < all.size(); k++) r.tensors[k] = boxed(std::move(all[k]));
    }
    else if (v.isBool()) { r.tag = Bool; r.i = v.toBool(); }
    else if (v.isInt()) { r.tag = Int; r.i = v.toInt(); }
    else if (v.isDouble()) { r.tag = Double; r.d = v.toDouble(); }
    return r;
}

struct Emptied {
    torch::jit::Stack& stack;
    ~Emptied() { stack.clear(); }
};

}  // namespace

LT_EXPORT const char* lt_failure() { return failure.c_str(); }
LT_EXPORT const char* lt_version() { return TORCH_VERSION; }

// ---- operators

LT_EXPORT void* lt_operator(const char* name, const char* overload) {
    return guarded<void*>(nullptr, [&]() -> void* {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        return found ? new c10::OperatorHandle(*found) : nullptr;
    });
}

// Missing trailing arguments take their defaults. Returns the number of results; only the first `room` are kept.
LT_EXPORT int32_t lt_call(const c10::OperatorHandle* op, const Value* arguments, int32_t count, Value* results, int32_t room) {
    static thread_local torch::jit::Stack stack;
    return guarded<int32_t>(-1, [&] {
        Emptied emptied{stack};
        const auto& schema = op->schema().arguments();
        TORCH_CHECK(static_cast<size_t>(count) <= schema.size(), op->schema().name(), " takes ", schema.size(), " arguments, not ", count);
        const Value missing{Default, 0, {0}};
        for (size_t k = 0; k < schema.size(); k++) stack.push_back(unpack(k < static_cast<size_t>(count) ? arguments[k] : missing, schema[k]));
        op->callBoxed(stack);
        const auto returned = static_cast<int32_t>(stack.size());
        for (int32_t k = 0; k < std::min(returned, room); k++) results[k] = pack(std::move(stack[k]));
        return returned;
    });
}

LT_EXPORT void lt_free_list(at::Tensor** tensors) { delete[] tensors; }

// ---- one tensor

LT_EXPORT void lt_free(at::Tensor* t) { delete t; }
LT_EXPORT int64_t lt_dim(const at::Tensor* t) { return t->dim(); }
LT_EXPORT int64_t lt_numel(const at::Tensor* t) { return t->numel(); }
LT_EXPORT int32_t lt_dtype(const at::Tensor* t) { return static_cast<int32_t>(t->scalar_type()); }
LT_EXPORT int32_t lt_device(const at::Tensor* t, int32_t* index) {
    *index = t->device().index();
    return static_cast<int32_t>(t->device().type());
}
LT_EXPORT void lt_sizes(const at::Tensor* t, int64_t* sizes) { std::memcpy(sizes, t->sizes().data(), t->dim() * sizeof(int64_t)); }
LT_EXPORT void lt_strides(const at::Tensor* t, int64_t* strides) { std::memcpy(strides, t->strides().data(), t->dim() * sizeof(int64_t)); }
LT_EXPORT int64_t lt_offset(const at::Tensor* t) { return t->storage_offset(); }
LT_EXPORT int32_t lt_contiguous(const at::Tensor* t) { return t->is_contiguous(); }
LT_EXPORT void* lt_data(const at::Tensor* t) { return guarded<void*>(nullptr, [&] { return t->data_ptr(); }); }
LT_EXPORT int32_t lt_pinned(const at::Tensor* t) { return guarded<int32_t>(-1, [&] { return t->is_pinned() ? 1 : 0; }); }

// ---- autograd

LT_EXPORT int32_t lt_is_leaf(const at::Tensor* t) { return t->is_leaf(); }
LT_EXPORT int32_t lt_requires_grad(const at::Tensor* t) { return t->requires_grad(); }
LT_EXPORT int32_t lt_set_requires_grad(const at::Tensor* t, int32_t on) {
    return guarded<int32_t>(-1, [&] { t->requires_grad_(on != 0); return 0; });
}
LT_EXPORT int32_t lt_grad(const at::Tensor* t, at::Tensor** grad) {
    return guarded<int32_t>(-1, [&] { *grad = boxed(t->grad()); return 0; });
}
LT_EXPORT int32_t lt_set_grad(const at::Tensor* t, const at::Tensor* grad) {
    return guarded<int32_t>(-1, [&] { t->mutable_grad() = grad ? *grad : at::Tensor(); return 0; });
}
LT_EXPORT int32_t lt_backward(at::Tensor** roots, int32_t nroots, at::Tensor** grads, int32_t ngrads, int32_t retain, int32_t create, at::Tensor** inputs, int32_t ninputs) {
    return guarded<int32_t>(-1, [&] {
        torch::autograd::backward(list(roots, nroots), list(grads, ngrads), retain != 0, create != 0, list(inputs, ninputs));
        return 0;
    });
}
LT_EXPORT int32_t lt_gradients(at::Tensor** outputs, int32_t noutputs, at::Tensor** inputs, int32_t ninputs, at::Tensor** grads, int32_t ngrads, int32_t retain, int32_t create, int32_t unused, at::Tensor** results) {
    return guarded<int32_t>(-1, [&] {
        auto all = torch::autograd::grad(list(outputs, noutputs), list(inputs, ninputs), list(grads, ngrads), retain != 0, create != 0, unused != 0);
        for (int32_t k = 0; k < ninputs; k++) results[k] = boxed(std::move(all[k]));
        return 0;
    });
}
LT_EXPORT int32_t lt_grad_mode() { return at::GradMode::is_enabled(); }
LT_EXPORT void lt_set_grad_mode(int32_t on) { at::GradMode::set_enabled(on != 0); }
LT_EXPORT void* lt_begin_inference(int32_t on) { return new c10::InferenceMode(on != 0); }
LT_EXPORT void lt_end_inference(c10::InferenceMode* guard) { delete guard; }

// ---- random numbers

LT_EXPORT int32_t lt_manual_seed(int64_t seed) {
    return guarded<int32_t>(-1, [&] { at::manual_seed(static_cast<uint64_t>(seed)); return 0; });
}
LT_EXPORT at::Generator* lt_generator(int32_t own, int64_t seed) {
    return guarded<at::Generator*>(nullptr, [&] {
        return new at::Generator(own ? at::detail::createCPUGenerator(static_cast<uint64_t>(seed)) : at::detail::getDefaultCPUGenerator());
    });
}
LT_EXPORT void lt_generator_free(at::Generator* g) { delete g; }
LT_EXPORT void lt_generator_seed(at::Generator* g, int64_t seed) {
    std::lock_guard<std::mutex> lock(g->mutex());
    g->set_current_seed(static_cast<uint64_t>(seed));
}
LT_EXPORT int64_t lt_generator_new_seed(at::Generator* g) {
    std::lock_guard<std::mutex> lock(g->mutex());
    return static_cast<int64_t>(g->seed());
}
LT_EXPORT int64_t lt_generator_initial_seed(at::Generator* g) { return static_cast<int64_t>(g->current_seed()); }
LT_EXPORT at::Tensor* lt_generator_state(at::Generator* g) {
    return guarded<at::Tensor*>(nullptr, [&] {
        std::lock_guard<std::mutex> lock(g->mutex());
        return boxed(g->get_state());
    });
}
LT_EXPORT int32_t lt_generator_set_state(at::Generator* g, const at::Tensor* state) {
    return guarded<int32_t>(-1, [&] {
        std::lock_guard<std::mutex> lock(g->mutex());
        g->set_state(*state);
        return 0;
    });
}

// ---- threads and devices

LT_EXPORT int32_t lt_threads() { return at::get_num_threads(); }
LT_EXPORT int32_t lt_set_threads(int32_t n) { return guarded<int32_t>(-1, [&] { at::set_num_threads(n); return 0; }); }
LT_EXPORT int32_t lt_interop_threads() { return static_cast<int32_t>(at::get_num_interop_threads()); }
LT_EXPORT int32_t lt_set_interop_threads(int32_t n) { return guarded<int32_t>(-1, [&] { at::set_num_interop_threads(n); return 0; }); }
LT_EXPORT int32_t lt_cuda_count() { return guarded<int32_t>(0, [&] { return torch::cuda::is_available() ? static_cast<int32_t>(torch::cuda::device_count()) : 0; }); }
LT_EXPORT int32_t lt_cudnn() { return guarded<int32_t>(0, [&] { return torch::cuda::cudnn_is_available() ? 1 : 0; }); }
LT_EXPORT int32_t lt_cuda_synchronize(int64_t index) { return guarded<int32_t>(-1, [&] { torch::cuda::synchronize(index); return 0; }); }
LT_EXPORT int32_t lt_cuda_seed(int64_t seed, int32_t all) {
    return guarded<int32_t>(-1, [&] {
        if (all) torch::cuda::manual_seed_all(static_cast<uint64_t>(seed)); else torch::cuda::manual_seed(static_cast<uint64_t>(seed));
        return 0;
    });
}
