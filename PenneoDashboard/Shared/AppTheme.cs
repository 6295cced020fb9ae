using MudBlazor;

namespace PenneoDashboard.Shared;

/// <summary>The product's look. app.css repeats the colours its first paint needs; every text pair is WCAG AA or better.</summary>
public static class AppTheme
{
    // Fonts of the user's own system: the app may run where no font server can be reached.
    private static readonly string[] Fonts =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Inter", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = Light(),
        PaletteDark = Dark(),
        Typography = Type(),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
    };

    private static PaletteLight Light() => new()
    {
        Primary = "#3d52c9",
        PrimaryContrastText = "#ffffff",
        Secondary = "#475569",
        SecondaryContrastText = "#ffffff",
        Tertiary = "#6d28d9",
        Info = "#1d4ed8",
        Success = "#15693b",
        Warning = "#8a4b08",
        Error = "#b42318",
        Dark = "#1a2130",
        TextPrimary = "#1a2130",
        TextSecondary = "#566074",
        TextDisabled = "#6b7486",
        ActionDefault = "#566074",
        Background = "#f7f8fa",
        BackgroundGray = "#eef0f4",
        Surface = "#ffffff",
        DrawerBackground = "#ffffff",
        DrawerText = "#1a2130",
        AppbarBackground = "#ffffff",
        AppbarText = "#1a2130",
        LinesDefault = "#e2e5eb",
        LinesInputs = "#868fa0",
        TableLines = "#e8ebf0",
        TableHover = "#f3f5f9",
        Divider = "#e2e5eb",
    };

    private static PaletteDark Dark() => new()
    {
        Primary = "#9db0ff",
        PrimaryContrastText = "#10152b",
        Secondary = "#a8b3c4",
        SecondaryContrastText = "#10152b",
        Tertiary = "#c4a9ff",
        TertiaryContrastText = "#10152b",
        Info = "#8fb4ff",
        InfoContrastText = "#10152b",
        Success = "#6fd39b",
        SuccessContrastText = "#0c1a12",
        Warning = "#f0b95c",
        WarningContrastText = "#1d1404",
        Error = "#ff9c92",
        ErrorContrastText = "#2a0a08",
        Dark = "#2a3140",
        TextPrimary = "#e6e9f0",
        TextSecondary = "#a3adbd",
        TextDisabled = "#7f899b",
        ActionDefault = "#a3adbd",
        Background = "#0f1218",
        BackgroundGray = "#1b212c",
        Surface = "#161b24",
        DrawerBackground = "#161b24",
        DrawerText = "#e6e9f0",
        AppbarBackground = "#161b24",
        AppbarText = "#e6e9f0",
        LinesDefault = "#2a3140",
        LinesInputs = "#677287",
        TableLines = "#252c39",
        TableHover = "#1c222d",
        Divider = "#2a3140",
    };

    private static Typography Type() => new()
    {
        Default = new DefaultTypography { FontFamily = Fonts, FontSize = ".875rem", LineHeight = "1.5", LetterSpacing = "normal" },
        H1 = new H1Typography { FontFamily = Fonts, FontSize = "1.5rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "-.01em" },
        H2 = new H2Typography { FontFamily = Fonts, FontSize = "1.125rem", FontWeight = "600", LineHeight = "1.35", LetterSpacing = "normal" },
        H3 = new H3Typography { FontFamily = Fonts, FontSize = "1rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
        H4 = new H4Typography { FontFamily = Fonts, FontSize = "1rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
        H5 = new H5Typography { FontFamily = Fonts, FontSize = ".9375rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
        H6 = new H6Typography { FontFamily = Fonts, FontSize = ".9375rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
        Subtitle1 = new Subtitle1Typography { FontFamily = Fonts, FontSize = ".9375rem", FontWeight = "500", LetterSpacing = "normal" },
        Subtitle2 = new Subtitle2Typography { FontFamily = Fonts, FontSize = ".8125rem", FontWeight = "600", LetterSpacing = "normal" },
        Body1 = new Body1Typography { FontFamily = Fonts, FontSize = ".875rem", LineHeight = "1.5", LetterSpacing = "normal" },
        Body2 = new Body2Typography { FontFamily = Fonts, FontSize = ".8125rem", LineHeight = "1.5", LetterSpacing = "normal" },
        Button = new ButtonTypography { FontFamily = Fonts, FontSize = ".875rem", FontWeight = "600", LineHeight = "1.6", LetterSpacing = "normal", TextTransform = "none" },
        Caption = new CaptionTypography { FontFamily = Fonts, FontSize = ".75rem", LineHeight = "1.5", LetterSpacing = "normal" },
        Overline = new OverlineTypography { FontFamily = Fonts, FontSize = ".75rem", FontWeight = "600", LetterSpacing = ".02em", TextTransform = "none" },
    };
}
