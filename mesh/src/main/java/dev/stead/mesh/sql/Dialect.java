package dev.stead.mesh.sql;

/** Where the SQL of the two engines differs. Jdbi statements use {@code <forUpdate>} and {@code <blob>}. */
public enum Dialect {
    /** Embedded: one writer at a time, so that a row needs no lock of its own. */
    SQLITE("SQLite", "", "BLOB"),
    POSTGRESQL("PostgreSQL", " FOR UPDATE", "BYTEA");

    private final String title;
    private final String forUpdate;
    private final String blob;

    Dialect(String title, String forUpdate, String blob) {
        this.title = title;
        this.forUpdate = forUpdate;
        this.blob = blob;
    }

    /** The suffix of a SELECT that locks its rows until the end of the transaction. */
    public String forUpdate() {
        return forUpdate;
    }

    /** The type of a column of bytes. */
    public String blob() {
        return blob;
    }

    /** The name of the engine, for people. */
    public String title() {
        return title;
    }
}
