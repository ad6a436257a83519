package io.deskwire.jdbc;

class PostgresChannelVersionsTest extends ChannelVersionsHarness {

    @Override
    DatabaseSettings ready() {
        return PostgresServer.database();
    }
}
