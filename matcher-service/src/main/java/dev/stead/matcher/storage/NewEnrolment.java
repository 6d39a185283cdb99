package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.duplicate.Duplicate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * An enrolment with the ids it is stored under.
 *
 * @param templates one for each sample
 * @param others whom it looks like although nobody has named them
 */
record NewEnrolment(String id, UUID generation, Enrolment enrolment, List<UUID> templates, List<SubjectId> others) {
    /** An operator answers for what they enrol. */
    boolean isHeld() {
        return !others.isEmpty() && enrolment.operator().isEmpty();
    }

    boolean isDuplicate() {
        return !others.isEmpty() && !isHeld();
    }

    /** Whom it looks like, in the table for which it is there. */
    void insertOthers(Handle handle, GalleryId gallery) {
        if (isHeld()) {
            HeldQueries.insert(handle, gallery, id, others);
        } else {
            others.forEach(other -> StoredDuplicates.insert(
                    handle, gallery, new Duplicate(enrolment.subject(), other), enrolment.createTime()));
        }
    }

    /** As the index needs them. */
    List<TemplateRow> rows() {
        return IntStream.range(0, templates.size())
                .mapToObj(i -> new TemplateRow(
                        new TemplateRow.Ref(owner(), templates.get(i), true),
                        enrolment.samples().get(i).embedding()))
                .toList();
    }

    TemplateRow.Owner owner() {
        return new TemplateRow.Owner(enrolment.subject(), id, generation);
    }

    /** @param others by subject */
    static List<NewEnrolment> all(List<Enrolment> enrolments, Map<SubjectId, List<SubjectId>> others) {
        return enrolments.stream()
                .map(one -> of(one, others.getOrDefault(one.subject(), List.of())))
                .toList();
    }

    static NewEnrolment of(Enrolment enrolment, List<SubjectId> others) {
        List<UUID> templates = Stream.generate(UUID::randomUUID)
                .limit(enrolment.samples().size())
                .toList();
        return new NewEnrolment(UUID.randomUUID().toString(), UUID.randomUUID(), enrolment, templates, others);
    }
}
