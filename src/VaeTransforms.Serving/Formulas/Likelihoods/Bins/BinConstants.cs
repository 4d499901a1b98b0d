namespace VaeTransforms;

/// <summary>The numbers that <see cref="BinnedLikelihood"/> computes with: by bin, [D B], or by slot, [D].</summary>
internal sealed class BinConstants
{
    // exp of it is 0 in single precision, whatever the decoder gives for the other bins.
    private const double NeverLogit = -1e4;

    /// <param name="table">The bins.</param>
    /// <param name="slots">D.</param>
    public BinConstants(BinTable table, int slots)
    {
        (Bins, Slots) = (table.Bins, slots);
        Lower = table.Lower.ForSlots(slots, Bins);
        Centers = table.Centers.ForSlots(slots, Bins);
        (Starts, Ends) = ([.. Lower], [.. table.Upper.ForSlots(slots, Bins)]);
        (InverseWidths, Shares, LogShares) = (PerBin(), PerBin(), PerBin());
        (GainBelowCenter, GainAboveCenter) = (PerBin(), PerBin());
        (Unseen, Low, High) = (new double[slots], new double[slots], new double[slots]);
        (InverseLowTail, InverseHighTail) = (new double[slots], new double[slots]);
        (LossBelowLow, LossAboveHigh) = (new double[slots], new double[slots]);
        double[] rows = table.Rows.ForSlots(slots, Bins);
        double[] atoms = table.Atoms.ForSlots(slots, Bins);
        for (int slot = 0; slot < slots; slot++)
        {
            Fill(slot, rows, atoms);
        }

        double[] PerBin() => new double[slots * Bins];
    }

    /// <summary>B.</summary>
    public int Bins { get; }

    /// <summary>D.</summary>
    public int Slots { get; }

    /// <summary>Lower bounds.</summary>
    public double[] Lower { get; }

    /// <summary>Means of the values in bins.</summary>
    public double[] Centers { get; }

    /// <summary>Where bins start for values to score: an outermost bin with a density has no end.</summary>
    public double[] Starts { get; }

    /// <summary>Where bins end, likewise.</summary>
    public double[] Ends { get; }

    /// <summary>1 / width; 0 for padding.</summary>
    public double[] InverseWidths { get; }

    /// <summary>Shares of the rows trained on.</summary>
    public double[] Shares { get; }

    /// <summary>The logarithms of <see cref="Shares"/>, added to logits; for padding what makes its probability 0.</summary>
    public double[] LogShares { get; }

    /// <summary>The standard deviation of the centers of a slot's bins, each as often as rows trained on are in it.</summary>
    public double Deviation(int slot)
    {
        ReadOnlySpan<double> centers = Centers.AsSpan(slot * Bins, Bins);
        ReadOnlySpan<double> shares = Shares.AsSpan(slot * Bins, Bins);
        double mean = 0;
        double squares = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            mean += shares[bin] * centers[bin];
        }

        for (int bin = 0; bin < Bins; bin++)
        {
            squares += shares[bin] * (centers[bin] - mean) * (centers[bin] - mean);
        }

        return Math.Sqrt(squares);
    }

    /// <summary>The log-density within the bin below its center, minus that of an unseen value.</summary>
    public double[] GainBelowCenter { get; }

    /// <summary>The same from the center on.</summary>
    public double[] GainAboveCenter { get; }

    /// <summary>The log-density of a value in no bin, by slot.</summary>
    public double[] Unseen { get; }

    /// <summary>Where the first bin starts, by slot.</summary>
    public double[] Low { get; }

    /// <summary>Where the last bin ends, by slot.</summary>
    public double[] High { get; }

    /// <summary>Nats lost for each unit below <see cref="Low"/>, by slot.</summary>
    public double[] InverseLowTail { get; }

    /// <summary>Nats lost for each unit above <see cref="High"/>, by slot.</summary>
    public double[] InverseHighTail { get; }

    /// <summary>Nats lost at once below <see cref="Low"/>, by slot.</summary>
    public double[] LossBelowLow { get; }

    /// <summary>Nats lost at once above <see cref="High"/>, by slot.</summary>
    public double[] LossAboveHigh { get; }

    private void Fill(int slot, double[] rows, double[] atoms)
    {
        int first = slot * Bins;
        int count = Enumerable.Range(first, Bins).Count(place => rows[place] > 0);
        int last = first + count - 1;
        double allRows = rows[first..(last + 1)].Sum();
        (Low[slot], High[slot]) = (Lower[first], Ends[last]);
        double range = Ends[last] - Lower[first];
        bool hasDensity = Enumerable.Range(first, count).Any(place => atoms[place] == 0);
        Unseen[slot] = -Math.Log(allRows + 1) - (hasDensity ? Math.Log(range) : 0);
        (InverseLowTail[slot], InverseHighTail[slot]) = (1 / range, 1 / range);
        for (int place = last + 1; place < first + Bins; place++)
        {
            LogShares[place] = NeverLogit;
        }

        for (int place = first; place <= last; place++)
        {
            double width = Ends[place] - Lower[place];
            InverseWidths[place] = 1 / width;
            Shares[place] = rows[place] / allRows;
            LogShares[place] = Math.Log(Shares[place]);
            double below = Math.Max(Centers[place] - Lower[place], 0);
            double density = -Unseen[slot];
            if (atoms[place] == 1)
            {
                (GainBelowCenter[place], GainAboveCenter[place]) = (density, density);
                continue;
            }

            // Each tail takes as much probability as one row more would have.
            int tails = (place == first ? 1 : 0) + (place == last ? 1 : 0);
            density += Math.Log(rows[place] / (rows[place] + tails)) - Math.Log(width);
            double logOdds = Math.Log((width - below) / below);
            (GainBelowCenter[place], GainAboveCenter[place]) = (density + logOdds, density - logOdds);
        }

        // An outermost bin with a density has no end for values to score. Its bounds are needed above, so they move last.
        if (atoms[first] == 0)
        {
            InverseLowTail[slot] = InverseWidths[first];
            LossBelowLow[slot] = Loss(first, GainBelowCenter[first]);
            Starts[first] = float.MinValue;
        }

        if (atoms[last] == 0)
        {
            InverseHighTail[slot] = InverseWidths[last];
            LossAboveHigh[slot] = Loss(last, GainAboveCenter[last]);
            Ends[last] = float.MaxValue;
        }

        // From the density at the bound to that of a tail as wide as the bin.
        double Loss(int place, double gain)
        {
            int tails = (place == first ? 1 : 0) + (place == last ? 1 : 0);
            double tail = -Unseen[slot] - Math.Log(rows[place] + tails) + Math.Log(InverseWidths[place]);
            return gain - tail;
        }
    }
}
