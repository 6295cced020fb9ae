using PenneoDashboard.Data;

namespace PenneoDashboard.Webhooks.Admission;

/// <summary>Who gets as far as the receiver.</summary>
internal static class AdmissionFeature
{
    public static void AddAdmission(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AdmissionSettings>();
        builder.Services.AddSingleton<IConfigurationCheck>(services => services.GetRequiredService<AdmissionSettings>());
        builder.Services.AddSingleton<GuessLimit>();
        builder.Services.AddTransient<IStartupFilter, AdmissionFilter>();
    }
}
