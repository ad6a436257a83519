package io.deskwire.ledger;

/** Runs the ledger. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {}
}
