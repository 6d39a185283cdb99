package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.SubjectId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An enrolment with the ids it is stored under.
 *
 * @param templates one for each sample
 * @param others whom it looks like, if it is held
 */
record NewEnrolment(String id, UUID generation, Enrolment enrolment, List<UUID> templates, List<SubjectId> others) {
    boolean isHeld() {
        return !others.isEmpty();
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

    static NewEnrolment of(Enrolment enrolment) {
        return of(enrolment, List.of());
    }

    static NewEnrolment of(Enrolment enrolment, List<SubjectId> others) {
        List<UUID> templates = Stream.generate(UUID::randomUUID)
                .limit(enrolment.samples().size())
                .toList();
        return new NewEnrolment(UUID.randomUUID().toString(), UUID.randomUUID(), enrolment, templates, others);
    }
}
