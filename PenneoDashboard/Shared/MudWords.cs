using Microsoft.Extensions.Localization;
using MudBlazor;

namespace PenneoDashboard.Shared;

/// <summary>What MudBlazor's own buttons are called by screen readers; it has English only.</summary>
internal sealed class MudWords : MudLocalizer
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["MudDialog_Close"] = Later("Close"),
        ["MudAlert_Close"] = Later("Close"),
        ["MudChip_Close"] = Later("Remove"),
        ["MudSnackbar_Close"] = Later("Close"),
        ["MudInput_Clear"] = Later("Clear"),
        ["MudInput_Increment"] = Later("Increase"),
        ["MudInput_Decrement"] = Later("Decrease"),
        ["MudNavGroup_ToggleExpand"] = Later("Fold or unfold"),
        ["MudSelect_SelectAll"] = Later("Select all"),
        ["MudFormComponent_Required"] = Later("Required"),
    };

    public override LocalizedString this[string key] => Known.TryGetValue(key, out var english) ? new(key, Say(english)) : new(key, key, resourceNotFound: true);
}
