package dev.stead.mesh.testing;

import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.Dialect;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of a store as it holds them, read by its own schema rather than by our queries: a column that is written and never read, or
 * read and written under two wrong names that undo each other, shows here.
 */
public final class StoredRows {
    private StoredRows() {}

    /** The names of all tables, sorted, but for those of the mesh. */
    public static List<String> tables(Database database) {
        String sql = database.dialect() == Dialect.SQLITE
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
        List<String> tables = new ArrayList<>(database.<List<String>>read(
                handle -> handle.createQuery(sql).mapTo(String.class).list()));
        // Those of the mesh: the history of migrations, what PersonIdCheck keeps, and the audit log.
        tables.removeIf(
                table -> table.startsWith("flyway") || table.startsWith("audit_") || table.equals("person_id_key"));
        Collections.sort(tables);
        return tables;
    }

    /** The rows of a table, sorted, each as its columns that are not null: {@code amount=5 currency=EUR}. */
    public static List<String> of(Database database, String table) {
        List<String> rows =
                new ArrayList<>(database.<List<String>>read(handle -> handle.createQuery("SELECT * FROM <table>")
                        .define("table", table)
                        .map((row, context) -> text(row))
                        .list()));
        Collections.sort(rows);
        return rows;
    }

    /**
     * What the leaves say that wait for the audit log, as text, without the random ids in it: one in a hundred of these has the letters of
     * a short name.
     */
    public static List<String> leavesWithoutIds(Database database) {
        return of(database, "audit_pending").stream()
                .map(row -> row.replaceFirst(".*\\bleaf=([0-9a-f]+).*", "$1"))
                .map(leaf -> new String(HexFormat.of().parseHex(leaf), StandardCharsets.ISO_8859_1))
                .map(leaf -> leaf.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", ""))
                .toList();
    }

    /** All rows of all tables that have any. */
    public static Map<String, List<String>> all(Database database) {
        Map<String, List<String>> all = new TreeMap<>();
        for (String table : tables(database)) {
            List<String> rows = of(database, table);
            if (!rows.isEmpty()) {
                all.put(table, rows);
            }
        }
        return all;
    }

    private static String text(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        Map<String, String> values = new TreeMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            Object value = row.getObject(i);
            if (value != null) {
                values.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), text(value));
            }
        }
        List<String> pairs = new ArrayList<>();
        values.forEach((column, value) -> pairs.add(column + "=" + value));
        return String.join(" ", pairs);
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
    }
}
