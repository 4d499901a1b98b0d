using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;

namespace VaeTransforms.Interop;

/// <summary>Sends lines to <c>mlContext.Log</c> through a channel. The message type's constructor is internal to ML.NET.</summary>
internal static class MlChannel
{
    public static void Info(IChannel channel, string message) => Send(channel, ChannelMessageKind.Info, message);

    public static void Warning(IChannel channel, string message) => Send(channel, ChannelMessageKind.Warning, message);

    // Messages hold counts and losses, and slot names, which are part of the schema; never a value of a row.
    private static void Send(IChannel channel, ChannelMessageKind kind, string message) =>
        channel.Send(Create(kind, MessageSensitivity.Schema, message));

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ChannelMessage Create(ChannelMessageKind kind, MessageSensitivity sensitivity, string message);
}
