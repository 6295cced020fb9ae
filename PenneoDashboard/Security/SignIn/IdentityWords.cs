using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.SignIn;

/// <summary>What ASP.NET Core Identity refuses, in the reader's language.</summary>
internal sealed class IdentityWords : IdentityErrorDescriber
{
    public static string NotTheSame => Say("The two passwords are not the same.");

    public override IdentityError PasswordTooShort(int length) => Error(nameof(PasswordTooShort), Say($"The password has less than {StrongPassword.LeastLength} characters."));

    public override IdentityError InvalidUserName(string? userName) => Error(nameof(InvalidUserName), Say("A user needs a name."));

    public override IdentityError DuplicateUserName(string userName) => Error(nameof(DuplicateUserName), Say("There is a user of that name already."));

    public override IdentityError InvalidToken() => Error(nameof(InvalidToken), Say("The link is not good any more."));

    public override IdentityError ConcurrencyFailure() => Error(nameof(ConcurrencyFailure), Say("Somebody else changed this user at the same time. Look again."));

    public override IdentityError DefaultError() => Error(nameof(DefaultError), Say("That did not work."));

    private static IdentityError Error(string code, string description) => new() { Code = code, Description = description };
}
