package io.deskwire.jdbc;

class PostgresEventOutboxTest extends EventOutboxHarness {

    @Override
    DatabaseSettings ready() {
        return PostgresServer.database();
    }

    @Override
    String truth(boolean value) {
        return value ? "TRUE" : "FALSE";
    }

    @Override
    String time() {
        return "CURRENT_TIMESTAMP";
    }
}
