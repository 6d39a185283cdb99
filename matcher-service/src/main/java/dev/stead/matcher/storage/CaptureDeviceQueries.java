package dev.stead.matcher.storage;

import dev.stead.matcher.domain.capture.CaptureDevice;
import dev.stead.mesh.capture.DeviceKeys;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The statements about capture devices and their counters. */
final class CaptureDeviceQueries {
    private CaptureDeviceQueries() {}

    /** A device as stored. */
    record Row(CaptureDevice device, long counter, long version) {}

    /** The devices that were put after this version, in the order of their versions. */
    static List<Row> after(Handle handle, long version) {
        return handle.createQuery("SELECT * FROM capture_device WHERE version > :version ORDER BY version")
                .bind("version", version)
                .map((rows, context) -> new Row(
                        new CaptureDevice(
                                rows.getString("device_id"),
                                rows.getString("terminal_id"),
                                DeviceKeys.read(rows.getBytes("public_key")),
                                CaptureDevice.State.valueOf(rows.getString("state"))),
                        rows.getLong("counter"),
                        rows.getLong("version")))
                .list();
    }

    /** With another key the counter begins again. */
    static void put(Handle handle, CaptureDevice device) {
        handle.execute("UPDATE capture_device_version SET version = version + 1");
        handle.createUpdate("""
                        INSERT INTO capture_device (device_id, terminal_id, public_key, state, counter, version)
                        VALUES (:device, :terminal, :key, :state, 0, (SELECT version FROM capture_device_version))
                        ON CONFLICT (device_id) DO UPDATE SET
                            terminal_id = excluded.terminal_id,
                            counter = CASE WHEN capture_device.public_key = excluded.public_key
                                THEN capture_device.counter ELSE 0 END,
                            public_key = excluded.public_key,
                            state = excluded.state,
                            version = excluded.version
                        """)
                .bind("device", device.id())
                .bind("terminal", device.terminalId())
                .bind("key", device.key().getEncoded())
                .bind("state", device.state().name())
                .execute();
    }

    static boolean isRetired(Handle handle, String deviceId) {
        return handle.createQuery("SELECT 1 FROM capture_device WHERE device_id = :device AND state = 'RETIRED'")
                .bind("device", deviceId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Raises the stored counters; another process may have stored higher ones. */
    static void raise(Handle handle, Map<CaptureDevice, Long> counters) {
        PreparedBatch batch = handle.prepareBatch("""
                UPDATE capture_device SET counter = :counter
                WHERE device_id = :device AND public_key = :key AND counter < :counter
                """);
        counters.forEach((device, counter) -> batch.bind("device", device.id())
                .bind("key", device.key().getEncoded())
                .bind("counter", counter)
                .add());
        batch.execute();
    }
}
