using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace PenneoDashboard.Data;

/// <summary>
/// Encrypts the key files in the data folder with a certificate that lies elsewhere, where one is configured. Without it, whoever
/// has the folder has the secrets too. Keys made before stay readable, and are replaced as they run out.
/// </summary>
internal static class KeyCertificate
{
    /// <summary>Does nothing where none is configured.</summary>
    public static IDataProtectionBuilder ProtectKeys(this IDataProtectionBuilder protection, IConfiguration configuration)
    {
        var storage = configuration.GetSection(StorageOptions.Section);

        // What is wrong with it is said by the check of the options, together with every other error.
        if (storage[nameof(StorageOptions.KeyCertificate)] is not { Length: > 0 } path || TryLoad(path, storage[nameof(StorageOptions.KeyCertificatePassword)]).Certificate is not { } certificate)
            return protection;
        protection.UnprotectKeysWithAnyCertificate(certificate);
        protection.Services.AddOptions<KeyManagementOptions>().Configure<ILoggerFactory>((keys, logs) => keys.XmlEncryptor = new CertificateXmlEncryptor(certificate, logs));
        return protection;
    }

    /// <summary>The certificate, or why it can't be used.</summary>
    public static (X509Certificate2? Certificate, string? Problem) TryLoad(string path, string? password)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
            return certificate.GetRSAPrivateKey() is null ? (null, "it has no private RSA key.") : (certificate, null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, e.Message);
        }
    }
}
