package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Enrolment;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An enrolment with the ids it is stored under.
 *
 * @param templates one for each sample
 */
record NewEnrolment(String id, UUID generation, Enrolment enrolment, List<UUID> templates) {
    TemplateRow.Owner owner() {
        return new TemplateRow.Owner(enrolment.subject(), id, generation);
    }

    static NewEnrolment of(Enrolment enrolment) {
        List<UUID> templates = Stream.generate(UUID::randomUUID)
                .limit(enrolment.samples().size())
                .toList();
        return new NewEnrolment(UUID.randomUUID().toString(), UUID.randomUUID(), enrolment, templates);
    }
}
