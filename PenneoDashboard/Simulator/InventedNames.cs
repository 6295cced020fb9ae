namespace PenneoDashboard.Simulator;

/// <summary>People and papers nobody can take for real ones.</summary>
public static class InventedNames
{
    private static readonly string[] GivenNames = ["Alma", "Bo", "Cleo", "Dag", "Elfi", "Finn", "Gro", "Hans", "Ida", "Jo", "Kaj", "Liv"];
    private static readonly string[] FamilyNames = ["Example", "Sample", "Placeholder", "Testperson", "Demo", "Specimen", "Madeup", "Mockson"];

    private static readonly string[] Papers =
    [
        "Example lease", "Sample employment contract", "Demo annual report", "Specimen loan agreement",
        "Made-up power of attorney", "Placeholder supplier contract", "Test board minutes", "Sample engagement letter",
    ];

    public static string Person(Random random) =>
        $"{GivenNames[random.Next(GivenNames.Length)]} {FamilyNames[random.Next(FamilyNames.Length)]}";

    public static string Title(Random random) => $"{Papers[random.Next(Papers.Length)]} no. {random.Next(1, 1_000)}";
}
