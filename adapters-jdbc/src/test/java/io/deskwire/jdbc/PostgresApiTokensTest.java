package io.deskwire.jdbc;

class PostgresApiTokensTest extends ApiTokensHarness {

    @Override
    DatabaseSettings ready() {
        return PostgresServer.database();
    }
}
