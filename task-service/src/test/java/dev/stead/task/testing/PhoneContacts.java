package dev.stead.task.testing;

import dev.stead.task.v1.AddContactRequest;
import dev.stead.task.v1.Contact;
import dev.stead.task.v1.DelegationServiceGrpc.DelegationServiceBlockingStub;
import dev.stead.task.v1.ListContactsRequest;
import dev.stead.task.v1.RemoveContactRequest;
import java.util.List;

/** The contacts of the person whose phone it is. */
public record PhoneContacts(DelegationServiceBlockingStub phone) {
    /** Makes two people, who have names, each other's contacts. */
    public static void agree(TaskWorld world, String one, String other) {
        var _ = world.contacts(one).add(other);
        var _ = world.contacts(other).add(one);
    }

    public Contact add(String contact) {
        return phone.addContact(AddContactRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setContactId(contact)
                        .build())
                .getContact();
    }

    public void remove(String contact) {
        var _ = phone.removeContact(RemoveContactRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setContactId(contact)
                .build());
    }

    public List<Contact> list() {
        return phone.listContacts(ListContactsRequest.getDefaultInstance()).getContactsList();
    }
}
