package dev.stead.systemtests.disk;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file of the simulated disk, or its folder, open. What no code under test uses is refused. */
final class DiskChannel extends FileChannel {
    private final SimulatedDisk disk;
    private final SimulatedDisk.Inode file;
    private final Runnable sync;
    private int position;

    private DiskChannel(SimulatedDisk disk, SimulatedDisk.Inode file, Runnable sync) {
        this.disk = disk;
        this.file = file;
        this.sync = sync;
    }

    static DiskChannel ofFile(SimulatedDisk disk, SimulatedDisk.Inode file, boolean append) {
        var channel = new DiskChannel(disk, file, () -> disk.sync(file));
        channel.position = append ? disk.read(file).length : 0;
        return channel;
    }

    /** Synchronising it makes the names durable. */
    static DiskChannel ofFolder(SimulatedDisk disk) {
        return new DiskChannel(disk, new SimulatedDisk.Inode(), disk::syncNames);
    }

    @Override
    public int read(ByteBuffer into) {
        int read = read(into, position);
        position += Math.max(read, 0);
        return read;
    }

    @Override
    public int read(ByteBuffer into, long at) {
        byte[] content = disk.read(file);
        int length = Math.min(into.remaining(), content.length - Math.toIntExact(at));
        if (length <= 0) {
            return -1;
        }
        into.put(content, Math.toIntExact(at), length);
        return length;
    }

    @Override
    public int write(ByteBuffer from) {
        int written = write(from, position);
        position += written;
        return written;
    }

    @Override
    public int write(ByteBuffer from, long at) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        disk.write(file, Math.toIntExact(at), bytes);
        return bytes.length;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long at) {
        position = Math.toIntExact(at);
        return this;
    }

    @Override
    public long size() {
        return disk.read(file).length;
    }

    @Override
    public void force(boolean metaData) {
        sync.run();
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        return new Held(this);
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
        return new Held(this);
    }

    @Override
    protected void implCloseChannel() {
        // Closing synchronises nothing.
    }

    @Override
    public FileChannel truncate(long size) {
        throw new UnsupportedOperationException("truncate");
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw new UnsupportedOperationException("scattering read");
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException("gathering write");
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException("transferTo");
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
        throw new UnsupportedOperationException("transferFrom");
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException("map");
    }

    /** Nobody else has this disk. */
    private static final class Held extends FileLock {
        private Held(FileChannel channel) {
            super(channel, 0, Long.MAX_VALUE, false);
        }

        @Override
        public boolean isValid() {
            return acquiredBy().isOpen();
        }

        @Override
        public void release() {
            // Ends with the channel.
        }
    }
}
