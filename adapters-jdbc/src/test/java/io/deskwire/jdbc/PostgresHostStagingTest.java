package io.deskwire.jdbc;

class PostgresHostStagingTest extends HostStagingHarness {

    @Override
    DatabaseSettings empty() {
        return PostgresServer.emptyDatabase();
    }
}
