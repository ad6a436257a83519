package io.deskwire.testkit.gmail;

/** The scopes that the simulated Gmail knows. */
public final class GmailScopes {

    public static final String READONLY = "https://www.googleapis.com/auth/gmail.readonly";
    public static final String MODIFY = "https://www.googleapis.com/auth/gmail.modify";
    public static final String SEND = "https://www.googleapis.com/auth/gmail.send";
    /** Everything, permanent deletion included. */
    public static final String ALL = "https://mail.google.com/";

    private GmailScopes() {}
}
