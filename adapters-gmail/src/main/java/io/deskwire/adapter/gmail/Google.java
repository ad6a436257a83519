package io.deskwire.adapter.gmail;

import java.net.URI;

/** Where Google is, unless a document says otherwise. */
final class Google {

    static final URI API_BASE = URI.create("https://gmail.googleapis.com/");
    static final URI TOKEN_URL = URI.create("https://oauth2.googleapis.com/token");
    static final URI AUTHORIZE_URL = URI.create("https://accounts.google.com/o/oauth2/v2/auth");
    static final URI JWKS_URL = URI.create("https://www.googleapis.com/oauth2/v3/certs");

    private Google() {}
}
