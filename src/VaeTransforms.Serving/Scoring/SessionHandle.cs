using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace VaeTransforms.Scoring;

/// <summary>
/// An ONNX Runtime session that is freed when its owner has disposed it and the last call in it has returned.
/// </summary>
/// <remarks>A safe handle counts callers, without locks and without allocating.</remarks>
internal sealed class SessionHandle : SafeHandle
{
    private readonly InferenceSession _session;
    private readonly string _owner;

    // A safe handle refuses callers only once no call is in it, which may be never with several busy threads.
    private volatile bool _closing;

    /// <param name="graph">The graph to run.</param>
    /// <param name="threads">How many threads share each operation.</param>
    /// <param name="owner">The type that disposes it, as messages name it.</param>
    public SessionHandle(byte[] graph, int threads, string owner = nameof(VaeModel))
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        _owner = owner;
        using SessionOptions options = new()
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            InterOpNumThreads = 1,
            IntraOpNumThreads = threads,

            // Failures are thrown; a library prints nothing.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };

        // Waiting threads sleep, because a data pipeline needs the cores between two batches.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        _session = new InferenceSession(graph, options);
        SetHandle(1);
    }

    /// <summary>The type that disposes it, as messages name it.</summary>
    public string Owner => _owner;

    public override bool IsInvalid => handle == 0;

    /// <exception cref="ObjectDisposedException">The owner has disposed the session.</exception>
    public OrtIoBinding CreateBinding()
    {
        bool entered = false;
        try
        {
            Enter(ref entered);
            return _session.CreateIoBinding();
        }
        finally
        {
            Leave(entered);
        }
    }

    /// <exception cref="ObjectDisposedException">The owner has disposed the session.</exception>
    public void Run(RunOptions options, OrtIoBinding binding)
    {
        bool entered = false;
        try
        {
            Enter(ref entered);
            _session.RunWithBinding(options, binding);
        }
        finally
        {
            Leave(entered);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _closing = true;
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle()
    {
        _session.Dispose();
        return true;
    }

    private void Enter(ref bool entered)
    {
        DisposedOwner.ThrowIf(_closing, _owner);
        DangerousAddRef(ref entered);
    }

    private void Leave(bool entered)
    {
        if (entered)
        {
            DangerousRelease();
        }
    }
}
