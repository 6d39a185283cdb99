package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.task.Contact;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Display names and contacts. Thread-safe. */
public final class People {
    private static final int MAX_CONTACTS = 1_000;

    private final InstantSource clock;

    public People(InstantSource clock) {
        this.clock = clock;
    }

    /** @return the name as stored, without blanks around it */
    public String setDisplayName(Repositories repositories, PersonId personId, String displayName) {
        String name = displayName.strip();
        Require.text("display_name", name, 1, Contact.MAX_NAME);
        repositories.people().setDisplayName(personId, name);
        return name;
    }

    /** Empty before the first {@link #setDisplayName}. */
    public Optional<String> displayName(Repositories repositories, PersonId personId) {
        return repositories.people().displayName(personId);
    }

    /**
     * Adds a contact, or agrees to be one. Whether somebody of this id exists is not looked up, so the answer cannot tell.
     *
     * @throws TaskException {@code CONTACT_IS_SELF}, {@code DISPLAY_NAME_MISSING}, {@code TOO_MANY_CONTACTS}
     */
    public Contact addContact(Repositories repositories, PersonId personId, PersonId contactId) {
        Require.that(!personId.equals(contactId), TaskError.CONTACT_IS_SELF, "nobody is their own contact");
        Repositories.People people = repositories.people();
        Require.that(
                people.displayName(personId).isPresent(),
                TaskError.DISPLAY_NAME_MISSING,
                "set a display name first: whom you add sees it");
        people.addContact(personId, contactId, Micros.now(clock));
        Require.that(
                people.countAdded(personId) <= MAX_CONTACTS,
                TaskError.TOO_MANY_CONTACTS,
                "a person has at most " + MAX_CONTACTS + " contacts");
        return people.contactSince(personId, contactId).isPresent()
                ? new Contact(contactId, people.displayName(contactId), Contact.State.MUTUAL)
                : new Contact(contactId, Optional.empty(), Contact.State.OUTGOING);
    }

    /** Neither is the other's contact afterwards, whoever had added whom. */
    public void removeContact(Repositories repositories, PersonId personId, PersonId contactId) {
        repositories.people().removeContact(personId, contactId);
    }

    /** Ordered by name; last those who have none to show. */
    public List<Contact> contacts(Repositories repositories, PersonId personId) {
        Comparator<String> text = Comparator.naturalOrder();
        return repositories.people().contactsOf(personId).stream()
                .sorted(Comparator.comparing(
                                (Contact contact) -> contact.displayName().isEmpty())
                        .thenComparing(contact -> contact.displayName().orElse(""), text)
                        .thenComparing(contact -> contact.personId().value()))
                .toList();
    }
}
