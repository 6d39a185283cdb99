package dev.stead.task.storage;

import dev.stead.mesh.sql.Database;
import dev.stead.task.contract.MandateTerms;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Converts rows of {@link MandateFormat1} to the current format. One transaction a batch, so that other processes never wait long for a
 * row, and a start that is interrupted resumes where it stopped. The old columns keep their text: a process of the version before may
 * still read them. A row that cannot be converted exactly is left as it is, and read or refused as before.
 *
 * @param batch how many rows a transaction converts at most
 */
record MandateConversion(Database database, int batch) {

    /** How many rows were converted, and how many left in the old format. */
    record Result(long converted, long left) {}

    Result run() {
        long converted = 0;
        long seen = 0;
        String last = "";
        while (true) {
            String after = last;
            Batch done = database.write(handle -> convertAfter(after, handle));
            converted += done.converted;
            seen += done.rows;
            last = done.last;
            if (done.rows < batch) {
                return new Result(converted, seen - converted);
            }
        }
    }

    private Batch convertAfter(String taskId, Handle handle) {
        List<Row> rows = handle.createQuery("""
                        SELECT task_id, open_window, places, mandate_constraints FROM tasks
                        WHERE mandate_format = 1 AND task_id > :after ORDER BY task_id LIMIT :batch
                        """)
                .bind("after", taskId)
                .bind("batch", batch)
                .map((row, context) -> new Row(RowMapper.text(row, "task_id"), message(row)))
                .list();
        PreparedBatch updates = handle.prepareBatch("""
                UPDATE tasks SET mandate = :mandate, mandate_format = :format WHERE task_id = :id AND mandate_format = 1
                """);
        for (Row row : rows) {
            if (row.message != null) {
                updates.bind("mandate", row.message)
                        .bind("format", MandateCache.FORMAT)
                        .bind("id", row.taskId)
                        .add();
            }
        }
        int converted = updates.size();
        if (converted > 0) {
            updates.execute();
        }
        return new Batch(rows.size(), converted, rows.isEmpty() ? taskId : rows.getLast().taskId);
    }

    /** The row's terms as a message; null if the message would say anything else than the text. */
    private static byte @Nullable [] message(ResultSet row) throws SQLException {
        try {
            MandateTerms terms = MandateFormat1.read(row);
            byte[] message = terms.toBytes();
            return MandateTerms.parse(ByteBuffer.wrap(message)).equals(terms) ? message : null;
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    private record Batch(int rows, int converted, String last) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(String taskId, byte @Nullable [] message) {}
}
