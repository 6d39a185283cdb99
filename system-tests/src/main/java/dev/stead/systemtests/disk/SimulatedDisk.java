package dev.stead.systemtests.disk;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Files in memory, of which a crash keeps what was synchronised and any subset of the rest: of each file any of its writes, the last of
 * them torn; of the names any of the changes. Files are synchronised by {@code force} on them, names by {@code force} on a folder. The
 * model is that of ALICE (Pillai et al., OSDI 2014) with one folder. Thread-safe.
 */
public final class SimulatedDisk {
    private final Map<String, Inode> names = new TreeMap<>();
    private final Map<String, Inode> durableNames = new TreeMap<>();
    private final List<Renaming> renamings = new ArrayList<>();
    private final List<Runnable> observers = new ArrayList<>();
    private final DiskFileSystem files = new DiskFileSystem(this);

    /** A name comes to be, or to be another file, or goes. */
    private record Renaming(String gone, Optional<String> come, Optional<Inode> file) {}

    private static final class Write {
        private final int at;
        private final byte[] bytes;

        Write(int at, byte[] bytes) {
            this.at = at;
            this.bytes = bytes;
        }

        byte[] onto(byte[] content, int length) {
            byte[] after = Arrays.copyOf(content, Math.max(content.length, at + length));
            System.arraycopy(bytes, 0, after, at, length);
            return after;
        }
    }

    /** A file's bytes, whatever it is called. */
    static final class Inode {
        private byte[] content = new byte[0];
        private byte[] durable = new byte[0];
        private final List<Write> writes = new ArrayList<>();
    }

    /** A path of this disk. */
    public Path path(String name) {
        return files.getPath("/" + name);
    }

    /** Has somebody look after each change, on the thread that makes it; a look must not change this disk. */
    public synchronized void observe(Runnable observer) {
        observers.add(observer);
    }

    /** What this disk may hold after a crash now. */
    public synchronized SimulatedDisk crash(RandomGenerator random) {
        Map<String, Inode> kept = new TreeMap<>(durableNames);
        for (Renaming renaming : renamings) {
            if (random.nextBoolean()) {
                apply(renaming, kept);
            }
        }
        var after = new SimulatedDisk();
        Map<Inode, Inode> copies = new HashMap<>();
        kept.forEach((name, file) ->
                after.names.put(name, copies.computeIfAbsent(file, original -> torn(original, random))));
        after.durableNames.putAll(after.names);
        return after;
    }

    private static Inode torn(Inode file, RandomGenerator random) {
        var after = new Inode();
        after.content = file.durable;
        List<Write> kept =
                file.writes.stream().filter(write -> random.nextBoolean()).toList();
        for (int i = 0; i < kept.size(); i++) {
            Write write = kept.get(i);
            boolean last = i == kept.size() - 1;
            after.content =
                    write.onto(after.content, last ? random.nextInt(write.bytes.length + 1) : write.bytes.length);
        }
        after.durable = after.content;
        return after;
    }

    private static void apply(Renaming renaming, Map<String, Inode> names) {
        names.remove(renaming.gone);
        renaming.come.ifPresent(name -> names.put(name, renaming.file.orElseThrow()));
    }

    synchronized Inode open(String name, boolean create, boolean mustBeNew)
            throws NoSuchFileException, FileAlreadyExistsException {
        Inode file = names.get(name);
        if (file != null && mustBeNew) {
            throw new FileAlreadyExistsException(name);
        }
        if (file == null) {
            if (!create && !mustBeNew) {
                throw new NoSuchFileException(name);
            }
            file = new Inode();
            rename(new Renaming("", Optional.of(name), Optional.of(file)));
        }
        return file;
    }

    synchronized boolean exists(String name) {
        return names.containsKey(name);
    }

    synchronized void delete(String name) throws NoSuchFileException {
        if (!names.containsKey(name)) {
            throw new NoSuchFileException(name);
        }
        rename(new Renaming(name, Optional.empty(), Optional.empty()));
    }

    synchronized void move(String from, String to) throws NoSuchFileException {
        Inode file = names.get(from);
        if (file == null) {
            throw new NoSuchFileException(from);
        }
        rename(new Renaming(from, Optional.of(to), Optional.of(file)));
    }

    private void rename(Renaming renaming) {
        apply(renaming, names);
        renamings.add(renaming);
        changed();
    }

    synchronized void syncNames() {
        durableNames.clear();
        durableNames.putAll(names);
        renamings.clear();
        changed();
    }

    synchronized byte[] read(Inode file) {
        return file.content;
    }

    synchronized void write(Inode file, int at, byte[] bytes) {
        var write = new Write(at, bytes);
        file.content = write.onto(file.content, bytes.length);
        file.writes.add(write);
        changed();
    }

    synchronized void sync(Inode file) {
        file.durable = file.content;
        file.writes.clear();
        changed();
    }

    private void changed() {
        observers.forEach(Runnable::run);
    }
}
