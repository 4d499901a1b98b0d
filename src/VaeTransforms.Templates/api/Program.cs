using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddOptions<DetectorOptions>().BindConfiguration("Detector");
builder.Services.AddSingleton<Detector>();
builder.Services.AddHostedService<ModelWatcher>();
builder.Services.ConfigureHttpJsonOptions(json =>
{
    json.SerializerOptions.Converters.Add(new NullForNaN<float>());
    json.SerializerOptions.Converters.Add(new NullForNaN<double>());
});
builder.Services.AddRateLimiter(limiter =>
{
    // More requests than that would only make each of them slower: they get 503 at once, and can go to another instance.
    DetectorOptions options = builder.Configuration.GetSection("Detector").Get<DetectorOptions>() ?? new();
    limiter.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
    limiter.AddConcurrencyLimiter("scoring", scoring =>
    {
        scoring.PermitLimit = options.Parallel > 0 ? options.Parallel : Environment.ProcessorCount;
        scoring.QueueLimit = options.Waiting;
    });
});

WebApplication app = builder.Build();
app.UseRateLimiter();
app.MapPost("/score", (Reading[] readings, Detector detector) => Array.IndexOf(readings, null) is >= 0 and var row
        ? Results.Problem($"Row {row} is null. Rows count from 0.", statusCode: StatusCodes.Status400BadRequest)
        : Results.Ok(detector.Score(readings)))
    .RequireRateLimiting("scoring");
app.MapGet("/drift", (Detector detector) => detector.Drift());
app.MapGet("/health", (Detector detector) => Results.Ok(new { detector.Loaded }));

// A missing or damaged model must stop the start, not fail the first request.
_ = app.Services.GetRequiredService<Detector>();
app.Run();
