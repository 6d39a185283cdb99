package dev.stead.systemtests.rows;

/** One row of the fault matrix. */
public interface Row {
    /** Its name in the matrix, such as {@code M1}, and where it runs, such as {@code M1-sqlite}. */
    String name();

    /** What it proves, in one line. */
    String proves();

    /** Runs the row. Whatever it throws fails the row. */
    Result run(RowContext context) throws Exception;
}
