package io.deskwire.jdbc;

class PostgresTicketStoreTest extends TicketStoreHarness {

    @Override
    DatabaseSettings ready() {
        return PostgresServer.database();
    }
}
