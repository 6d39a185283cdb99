package dev.stead.systemtests.disk;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A name on the simulated disk. How names are put together is left to the real file system's names. */
record DiskPath(DiskFileSystem files, Path name) implements Path {
    static Path name(Path path) {
        return ((DiskPath) path).name;
    }

    private Path with(Path other) {
        return new DiskPath(files, other);
    }

    private @Nullable Path withNullable(@Nullable Path other) {
        return other == null ? null : with(other);
    }

    @Override
    public FileSystem getFileSystem() {
        return files;
    }

    @Override
    public boolean isAbsolute() {
        return name.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return withNullable(name.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return withNullable(name.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return withNullable(name.getParent());
    }

    @Override
    public int getNameCount() {
        return name.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return with(name.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return with(name.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return name.startsWith(name(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return name.endsWith(name(other));
    }

    @Override
    public Path normalize() {
        return with(name.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return with(name.resolve(name(other)));
    }

    @Override
    public Path relativize(Path other) {
        return with(name.relativize(name(other)));
    }

    @Override
    public URI toUri() {
        return URI.create("simulated:" + name);
    }

    @Override
    public Path toAbsolutePath() {
        return with(Path.of("/").resolve(name));
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return toAbsolutePath();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("watch");
    }

    @Override
    public int compareTo(Path other) {
        return name.compareTo(name(other));
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
