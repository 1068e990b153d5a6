package io.entdb.gateway.admission;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Whom a client certificate names: its first URI, DNS or e-mail SAN, its CN, or the whole DN. */
final class CertificateSubject {
  // RFC 5280, section 4.2.1.6: GeneralName's tags.
  private static final int EMAIL = 1;
  private static final int DNS = 2;
  private static final int URI = 6;

  private CertificateSubject() {}

  static String of(X509Certificate certificate) {
    for (int kind : new int[] {URI, DNS, EMAIL}) {
      Optional<String> name = alternativeName(certificate, kind);
      if (name.isPresent()) {
        return name.get();
      }
    }
    String dn = certificate.getSubjectX500Principal().getName();
    return commonName(dn).orElse(dn);
  }

  private static Optional<String> alternativeName(X509Certificate certificate, int kind) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return Optional.empty();
      }
      return names.stream()
          .filter(name -> name.getFirst() instanceof Integer tag && tag == kind)
          .map(name -> String.valueOf(name.get(1)))
          .findFirst();
    } catch (CertificateParsingException e) {
      return Optional.empty(); // TLS took the certificate; its subject still names somebody.
    }
  }

  private static Optional<String> commonName(String dn) {
    try {
      return new LdapName(dn)
          .getRdns().reversed().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(String::valueOf)
              .findFirst();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }
}
