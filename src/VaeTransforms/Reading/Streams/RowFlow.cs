using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.ML;
using VaeTransforms.Pipeline;
using VaeTransforms.Training;

namespace VaeTransforms.Reading;

/// <summary>
/// Reads the training rows of an epoch on a thread of its own, ahead of who takes them, in the random order of a shuffle buffer:
/// each row that is read takes the place of a random one, which goes out.
/// </summary>
/// <remarks>
/// While the buffer fills, every other row that is read lets one out, so that training begins at once. Rows are copied to blocks;
/// a few blocks wait for the taker, and go back.
/// </remarks>
internal sealed class RowFlow : IRowFlow
{
    private const int WaitingBlocks = 4;

    private readonly RowStream _stream;
    private readonly int _width;
    private readonly int _blockRows;
    private readonly int _epoch;
    private readonly int _seed;
    private readonly CancellationTokenSource _stop;
    private readonly BlockingCollection<Block> _full = new(WaitingBlocks);
    private readonly ConcurrentQueue<Block> _free = new();
    private readonly Task _reading;

    private Block? _current;
    private int _position;

    // Of the thread that reads, until it has ended.
    private Block? _next;
    private long _rows;
    private ulong _fingerprint;

    /// <param name="stream">What to read.</param>
    /// <param name="epoch">For messages.</param>
    /// <param name="seed">Of the order.</param>
    /// <param name="cancellation">Ends reading.</param>
    public RowFlow(RowStream stream, int epoch, int seed, CancellationToken cancellation)
    {
        (_stream, _epoch, _seed) = (stream, epoch, seed);
        (_width, _blockRows) = (stream.Inputs.Size, stream.BlockRows);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _reading = Task.Factory.StartNew(
            ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Read(Span<float> rows, Span<RowSide> sides)
    {
        for (int done = 0; done < sides.Length;)
        {
            if ((_current is null || _position == _current.Count) && !Advance())
            {
                throw _stream.ChangedRows(_epoch, _rows);
            }

            int count = Math.Min(sides.Length - done, _current!.Count - _position);
            _current.Rows.AsSpan(_position * _width, count * _width).CopyTo(rows[(done * _width)..]);
            _current.Sides.AsSpan(_position, count).CopyTo(sides[done..]);
            _position += count;
            done += count;
        }
    }

    public void Complete()
    {
        bool areMore = _current is not null && _position < _current.Count;
        while (Advance())
        {
            areMore = true;
        }

        if (areMore || _rows != _stream.Rows)
        {
            throw _stream.ChangedRows(_epoch, _rows);
        }

        _stream.CheckValues(_epoch, _fingerprint);
    }

    public void Dispose()
    {
        _stop.Cancel();
        try
        {
            _reading.Wait(CancellationToken.None);
        }
        catch (AggregateException)
        {
            // Whoever waits for rows has got it, or does not wait any more.
        }

        _full.Dispose();
        _stop.Dispose();
    }

    /// <summary>Goes to the next block; false after the last one.</summary>
    /// <exception cref="OperationCanceledException">Reading was canceled.</exception>
    private bool Advance()
    {
        if (_current is not null)
        {
            _free.Enqueue(_current);
        }

        _position = 0;
        if (_full.TryTake(out _current, Timeout.Infinite, _stop.Token))
        {
            return true;
        }

        // What the view threw.
        _reading.GetAwaiter().GetResult();
        return false;
    }

    private void ReadAll()
    {
        try
        {
            var random = new Random(_seed);
            using DataViewRowCursor cursor = _stream.OpenCursor(new Random(random.Next()));
            RowReader reader = _stream.Inputs.CreateReader(cursor);
            Func<(ulong Number, bool IsHeldOut)> key = _stream.Keys.Start(cursor);
            WeightColumn? weight = _stream.NewWeights();
            ClassColumn? label = _stream.NewLabels();
            Action? readSides = weight?.Start(cursor) + label?.Start(cursor);
            ShuffleBuffer buffer = _stream.Buffer;
            buffer.Clear();
            var heldOut = new float[_width];
            bool grows = false;
            while (cursor.MoveNext())
            {
                _stop.Token.ThrowIfCancellationRequested();
                _rows++;
                readSides?.Invoke();
                if (key().IsHeldOut)
                {
                    Read(reader, heldOut);
                    continue;
                }

                grows = buffer.HasRoom && (!grows || buffer.Count == 0);
                int place = grows ? buffer.Add() : random.Next(buffer.Count);
                if (!grows)
                {
                    LetOut(buffer, place);
                }

                Read(reader, buffer.Row(place));
                buffer.Sides[place] = new RowSide(weight?.Last ?? 1, label?.Last ?? 0);
            }

            while (buffer.Count > 0)
            {
                int place = random.Next(buffer.Count);
                LetOut(buffer, place);
                buffer.Remove(place);
            }

            if (_next is { Count: > 0 } last)
            {
                _full.Add(last, _stop.Token);
            }
        }
        finally
        {
            _full.CompleteAdding();
        }
    }

    private void Read(RowReader reader, Span<float> row)
    {
        reader.Read(row);
        _fingerprint += XxHash3.HashToUInt64(MemoryMarshal.AsBytes(row));
    }

    private void LetOut(ShuffleBuffer buffer, int place)
    {
        if (_next is null)
        {
            _next = _free.TryDequeue(out Block? used) ? used : new Block(_blockRows, _width);
            _next.Count = 0;
        }

        buffer.Row(place).CopyTo(_next.Rows.AsSpan(_next.Count * _width));
        _next.Sides[_next.Count++] = buffer.Sides[place];
        if (_next.Count == _blockRows)
        {
            _full.Add(_next, _stop.Token);
            _next = null;
        }
    }

    /// <summary>Some rows on their way.</summary>
    private sealed class Block(int rows, int width)
    {
        public float[] Rows { get; } = new float[rows * width];

        public RowSide[] Sides { get; } = new RowSide[rows];

        public int Count { get; set; }
    }
}
