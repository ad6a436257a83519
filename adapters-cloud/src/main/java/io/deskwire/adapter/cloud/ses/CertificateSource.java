package io.deskwire.adapter.cloud.ses;

import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;

/** Brings the certificates that SNS signs with. */
@FunctionalInterface
interface CertificateSource {

    /**
     * The certificate at an address that may be trusted.
     *
     * @throws IOException when it cannot be had now
     */
    X509Certificate at(URI address) throws IOException;
}
