package dev.stead.matcher.storage;

import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.capture.CaptureDevice;
import dev.stead.matcher.domain.capture.CaptureDevices;
import dev.stead.matcher.limit.CaptureCounter;
import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.audit.Actor;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.time.PeriodicTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capture devices, all of them in memory. Once a second it reads what other processes have put since, and writes how far the counters
 * have come. A process that is killed loses a second of counters. That lets nothing be replayed: a capture is for a challenge, and the
 * challenges are lost too.
 */
public final class StoredCaptureDevices implements CaptureDevices, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredCaptureDevices.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Database database;
    private final InstantSource clock;
    private final Map<String, Known> devices = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final PeriodicTask task;

    private record Known(CaptureDevice device, CaptureCounter counter, AtomicLong stored) {}

    private StoredCaptureDevices(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.task = new PeriodicTask("capture-devices", failure -> LOG.warn("devices were not synchronised", failure));
    }

    /** Reads all devices. Does not own the database; must be closed before it is. */
    public static StoredCaptureDevices open(Database database, InstantSource clock) {
        var devices = new StoredCaptureDevices(database, clock);
        devices.refresh();
        devices.task.startWithFixedDelay(INTERVAL, INTERVAL, devices::synchronise);
        return devices;
    }

    @Override
    public Optional<CaptureDevice> find(String deviceId) {
        return Optional.ofNullable(devices.get(deviceId)).map(Known::device);
    }

    @Override
    public void put(RequestIdentity request, CaptureDevice device) {
        database.change(handle -> {
            if (RequestQueries.isRecorded(handle, request)) {
                return;
            }
            if (CaptureDeviceQueries.isRetired(handle, device.id())) {
                throw new MatcherException(
                        MatcherError.CAPTURE_DEVICE_INVALID,
                        "device_id is that of a retired device, which stays retired: register another id");
            }
            CaptureDeviceQueries.put(handle, device);
            RequestQueries.record(handle, request);
            var acts = new ActRecorder(handle, Actor.current("matcher"), clock);
            acts.request(request.requestId());
            acts.record(Act.of("capture_device.put")
                    .about("device", device.id())
                    .about("terminal", device.terminalId())
                    .containing(
                            device.state().name(),
                            HexFormat.of().formatHex(device.key().getEncoded())));
        });
        refresh();
    }

    @Override
    public boolean take(CaptureDevice device, long counter) {
        Known known = devices.get(device.id());
        return known != null
                && known.device().key().equals(device.key())
                && known.counter().take(counter);
    }

    /** What the task does. */
    void synchronise() {
        refresh();
        storeCounters();
    }

    private void refresh() {
        for (CaptureDeviceQueries.Row row :
                database.read(handle -> CaptureDeviceQueries.after(handle, version.get()))) {
            CaptureDevice device = row.device();
            devices.compute(
                    device.id(),
                    (_, known) -> known != null && known.device().key().equals(device.key())
                            ? new Known(device, known.counter(), known.stored())
                            : new Known(device, new CaptureCounter(row.counter()), new AtomicLong(row.counter())));
            version.accumulateAndGet(row.version(), Math::max);
        }
    }

    private void storeCounters() {
        Map<CaptureDevice, Long> raised = new HashMap<>();
        devices.values().forEach(known -> {
            long highest = known.counter().highest();
            if (highest > known.stored().get()) {
                raised.put(known.device(), highest);
            }
        });
        if (!raised.isEmpty()) {
            database.change(handle -> CaptureDeviceQueries.raise(handle, raised));
            raised.forEach((device, highest) -> {
                Known known = devices.get(device.id());
                if (known != null && known.device().equals(device)) {
                    known.stored().set(highest);
                }
            });
        }
    }

    @Override
    public void close() {
        task.close();
        storeCounters();
    }
}
