package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.LookAlikes;
import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.audit.Actor;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * What the audit log keeps of enrolments. The log is kept when a subject is erased. So it names an enrolment by its random id, which leads
 * to nobody any more once the subject's row is gone, and no person who called.
 */
final class EnrolmentActs {
    private EnrolmentActs() {}

    static ActRecorder recorder(Handle handle, Instant time) {
        return new ActRecorder(handle, Actor.current("matcher").withoutPerson(), () -> time);
    }

    static void created(ActRecorder acts, GalleryId gallery, NewEnrolment added) {
        record(
                acts,
                act(added.isHeld() ? "enrolment.held" : "enrolment.created", gallery, added.id()),
                added.enrolment().lookAlikes());
        if (added.isDuplicate()) {
            acts.record(act("duplicate.enrolled", gallery, added.id()));
        }
    }

    static void added(ActRecorder acts, GalleryId gallery, String enrolment, TemplateStore.NewTemplate added) {
        record(
                acts,
                act(added.held() ? "template.held" : "template.added", gallery, enrolment),
                added.addition().lookAlikes());
    }

    static void erased(ActRecorder acts, ErasureRow row) {
        acts.record(act("enrolment.erased", row.receipt().gallery(), row.enrolment())
                .about("receipt", row.id().toString()));
    }

    static Act act(String name, GalleryId gallery, String enrolment) {
        return Act.of(name).about("gallery", gallery.value()).about("enrolment", enrolment);
    }

    /** Who is said to look like whom is not in the log: whoever is erased must leave no trace in it. */
    static void record(ActRecorder acts, Act act, LookAlikes lookAlikes) {
        acts.record(act);
        if (!lookAlikes.named().isEmpty()) {
            acts.record(new Act("look_alike.recorded", act.objects(), act.content()));
        }
    }
}
