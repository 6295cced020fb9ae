namespace PenneoDashboard.Subscriptions;

/// <summary>What is done with the keys of receive URLs.</summary>
public sealed partial class SubscriptionsBoard
{
    /// <param name="overlap">How long the old key stays good.</param>
    public Task<bool> ReplaceKeyAsync(long id, TimeSpan overlap) =>
        RunAsync(Row(id), Say("The key was not replaced"), () => rotation.ReplaceAsync(id, overlap), () => ReplaceKeyAsync(id, overlap));

    public Task<bool> TakeKeyBackAsync(long id) =>
        RunAsync(Row(id), Say("The new key was not taken back"), () => rotation.TakeBackAsync(id), () => TakeKeyBackAsync(id));

    public Task<bool> EndKeyAsync(long id, long key) =>
        RunAsync(Row(id), Say("The replaced key was not ended"), () => rotation.EndAsync(id, key), () => EndKeyAsync(id, key));
}
