package dev.stead.matcher.testing;

import dev.stead.matcher.index.FlatIndex;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.storage.ErasureRow;
import dev.stead.matcher.storage.IndexedGallery;
import dev.stead.matcher.storage.TemplateKeys;
import dev.stead.matcher.storage.TemplateStore;
import dev.stead.mesh.sql.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Stores of templates with the key of a folder, and galleries on them that compare every template. */
public final class TestStores {
    private TestStores() {}

    /** A store whose erasures are listed nowhere. */
    public static TemplateStore store(Path folder, Database database) {
        return store(folder, database, _ -> {});
    }

    public static TemplateStore store(Path folder, Database database, Consumer<ErasureRow> erasures) {
        Path kek = folder.resolve("kek.json");
        TemplateKeys.createIfAbsent(kek);
        return new TemplateStore(database, TemplateKeys.read(kek), erasures);
    }

    public static IndexedGallery gallery(TemplateStore store, InstantSource clock) {
        return IndexedGallery.load(
                MatcherBed.PEOPLE, store, new FlatIndex(MatcherBed.PEOPLE.dimension(), Kernels.best()), 1, clock);
    }
}
