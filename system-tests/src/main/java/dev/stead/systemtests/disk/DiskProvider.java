package dev.stead.systemtests.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code Files} and {@code FileChannel} ask of the simulated disk. What no code under test uses is refused. */
final class DiskProvider extends FileSystemProvider {
    private final SimulatedDisk disk;

    DiskProvider(SimulatedDisk disk) {
        this.disk = disk;
    }

    private static boolean isFolder(Path path) {
        return DiskPath.name(path).equals(Path.of("/"));
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (isFolder(path)) {
            return DiskChannel.ofFolder(disk);
        }
        SimulatedDisk.Inode file = disk.open(
                path.toString(),
                options.contains(StandardOpenOption.CREATE),
                options.contains(StandardOpenOption.CREATE_NEW));
        return DiskChannel.ofFile(disk, file, options.contains(StandardOpenOption.APPEND));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        if (isFolder(folder)) {
            throw new FileAlreadyExistsException(folder.toString());
        }
        throw new UnsupportedOperationException("folders");
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path.toString());
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        disk.move(from.toString(), to.toString());
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        if (!isFolder(path) && !disk.exists(path.toString())) {
            throw new NoSuchFileException(path.toString());
        }
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        checkAccess(path);
        return type.cast(new Attributes(isFolder(path)));
    }

    @Override
    public boolean isSameFile(Path one, Path other) {
        return one.equals(other);
    }

    @Override
    public String getScheme() {
        return "simulated";
    }

    @Override
    public boolean isHidden(Path path) {
        return false;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("made by a simulated disk");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException("made by a simulated disk");
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("given by a simulated disk");
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter) {
        throw new UnsupportedOperationException("listing");
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) {
        throw new UnsupportedOperationException("copy");
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException("stores");
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return null;
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
        throw new UnsupportedOperationException("attributes by name");
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException("attributes");
    }

    private record Attributes(boolean isDirectory) implements BasicFileAttributes {
        @Override
        public FileTime lastModifiedTime() {
            return FileTime.fromMillis(0);
        }

        @Override
        public FileTime lastAccessTime() {
            return lastModifiedTime();
        }

        @Override
        public FileTime creationTime() {
            return lastModifiedTime();
        }

        @Override
        public boolean isRegularFile() {
            return !isDirectory;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public @Nullable Object fileKey() {
            return null;
        }
    }
}
