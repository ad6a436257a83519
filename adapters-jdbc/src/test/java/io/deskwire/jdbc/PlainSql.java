package io.deskwire.jdbc;

import io.deskwire.config.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Somebody else's program on the same database. */
final class PlainSql {

    private PlainSql() {}

    static void execute(DatabaseSettings settings, String... statements) {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column. */
    static List<String> texts(DatabaseSettings settings, String sql) {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(String.valueOf(rows.getString(1)));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Connection connect(DatabaseSettings settings) throws SQLException {
        Secret password = settings.password();
        return DriverManager.getConnection(
                settings.url(), settings.user(), password == null ? null : password.reveal());
    }
}
