using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Data;

/// <summary>A start that fails for a reason the operator can mend; the message says which setting.</summary>
public sealed class StartException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The host logs it too, and where in the code it was thrown helps nobody to mend it.</summary>
    public override string ToString() => Message;
}

/// <summary>Starts the app, or says on standard error in plain words why it does not and exits with 1.</summary>
public static class CheckedStart
{
    /// <summary>False when the configuration is wrong; everything that is wrong has then been said.</summary>
    public static bool CheckConfiguration(this WebApplication app)
    {
        var errors = CheckedOptions.Errors(app.Services);
        if (errors.Count > 0)
            Console.Error.WriteLine("The configuration is wrong, so PenneoDashboard does not start:\n" + string.Join('\n', errors.Select(x => "  - " + x)));
        return errors.Count == 0;
    }

    /// <summary>Runs until it is told to stop.</summary>
    /// <returns>The exit code.</returns>
    public static int RunChecked(this WebApplication app)
    {
        var database = app.Services.GetRequiredService<IOptions<StorageOptions>>().Value.DatabaseFile;
        try
        {
            app.Run();
            return 0;
        }
        catch (StartException e)
        {
            Console.Error.WriteLine("PenneoDashboard does not start: " + e.Message);
        }
        catch (SqliteException e)
        {
            Console.Error.WriteLine("PenneoDashboard does not start: " + DatabaseFile.Unusable(database, e).Message);
        }
        catch (Exception e) when (e is SocketException or IOException { InnerException: AddressInUseException })
        {
            Console.Error.WriteLine($"PenneoDashboard does not start: {e.Message} Choose another address with --urls, ASPNETCORE_URLS or the setting Urls.");
        }

        return 1;
    }
}
