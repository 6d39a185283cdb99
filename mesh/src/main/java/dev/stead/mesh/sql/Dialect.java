package dev.stead.mesh.sql;

/** Where the SQL of the two engines differs. Jdbi statements use {@code <forUpdate>} and {@code <blob>}. */
public enum Dialect {
    /** Embedded: one writer at a time, so that a row needs no lock of its own. */
    SQLITE("SQLite", "", "BLOB", "INTEGER PRIMARY KEY"),
    POSTGRESQL("PostgreSQL", " FOR UPDATE", "BYTEA", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY");

    private final String title;
    private final String forUpdate;
    private final String blob;
    private final String rising;

    Dialect(String title, String forUpdate, String blob, String rising) {
        this.title = title;
        this.forUpdate = forUpdate;
        this.blob = blob;
        this.rising = rising;
    }

    /** The suffix of a SELECT that locks its rows until the end of the transaction. */
    public String forUpdate() {
        return forUpdate;
    }

    /** The type of a column of bytes. */
    public String blob() {
        return blob;
    }

    /** The type of a primary key whose numbers the engine gives, and which rise. */
    public String rising() {
        return rising;
    }

    /** The name of the engine, for people. */
    public String title() {
        return title;
    }
}
