package dev.stead.matcher.storage;

import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.calibration.ImpostorSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The subjects of a gallery as each other's impostors: their templates from the table, the best of all others from the index. */
final class GalleryImpostors implements ImpostorSource {
    private final IndexedGallery gallery;
    private final TemplateStore store;

    GalleryImpostors(IndexedGallery gallery, TemplateStore store) {
        this.gallery = gallery;
        this.store = store;
    }

    @Override
    public int subjects() {
        return gallery.templates().subjects();
    }

    @Override
    public List<SubjectId> sample(int most, RandomGenerator random) {
        return gallery.templates().sample(most, random);
    }

    @Override
    public Map<SubjectId, List<Embedding>> templates(List<SubjectId> subjects) {
        Map<SubjectId, List<Embedding>> found = new HashMap<>();
        store.forEach(
                gallery.config().id(),
                gallery.config().model(),
                gallery.templates().templatesOf(subjects),
                row -> found.computeIfAbsent(row.ref().owner().subject(), _ -> new ArrayList<>())
                        .add(row.embedding().copy()));
        return found;
    }

    @Override
    public Set<SubjectId> lookAlikesOf(SubjectId subject) {
        return gallery.lookAlikesOf(subject);
    }

    @Override
    public CandidateList mostSimilar(Probe probe) {
        return gallery.templates().mostSimilar(probe);
    }
}
