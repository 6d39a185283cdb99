package dev.stead.mesh.security;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a machine or service in its certificate, such as {@code spiffe://stead/terminal/t-7}. By the X.509-SVID
 * standard of SPIFFE a certificate has exactly one URI, which is the id.
 */
public record SpiffeId(String trustDomain, String path) {
    private static final int URI = 6;
    /** The characters that SPIFFE allows; no empty, {@code .} or {@code ..} segment. */
    private static final Pattern WRITTEN = Pattern.compile(
            "spiffe://([a-z0-9._-]{1,255})/((?!\\.\\.?(?:/|$))[a-zA-Z0-9._-]+(?:/(?!\\.\\.?(?:/|$))[a-zA-Z0-9._-]+)*)");

    public static SpiffeId parse(String uri) throws CertificateException {
        Matcher matcher = WRITTEN.matcher(uri);
        if (uri.length() > 2048 || !matcher.matches()) {
            throw new CertificateException("Not a SPIFFE id of the form spiffe://domain/kind/name.");
        }
        return new SpiffeId(matcher.group(1), matcher.group(2));
    }

    /** @throws CertificateException if the certificate does not hold exactly one URI, or it is not a SPIFFE id */
    public static SpiffeId of(X509Certificate certificate) throws CertificateException {
        List<String> uris = uris(certificate);
        if (uris.size() != 1) {
            throw new CertificateException(
                    "The certificate must hold exactly one URI, a SPIFFE id, but holds " + uris.size() + ".");
        }
        return parse(uris.getFirst());
    }

    private static List<String> uris(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return List.of();
        }
        return names.stream()
                .filter(name -> name.getFirst().equals(URI))
                .map(name -> name.get(1).toString())
                .toList();
    }

    @Override
    public String toString() {
        return "spiffe://" + trustDomain + "/" + path;
    }
}
