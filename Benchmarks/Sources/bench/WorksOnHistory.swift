extension Work {
    static let onHistory: [Work] = [
        Work(
            id: "record", title: "1,000 changed rows in one transaction, recorded", unit: "row",
            contestants: [.registry("record", named: "plain"), .registry("record:kept", 2)]),
        Work(
            id: "load", title: "loading deposits with their changeset, against a baseline", unit: "deposit",
            contestants: [.registry("load", named: "baseline"), .registry("load:kept", 1.4)]),
        Work(
            id: "look-back", title: "the control tables as known 100 revisions back", unit: "look", contestants: [.registry("look-back")]),
        Work(
            id: "apply", title: "a delta of a hundredth of the deposits, against loading all", unit: "registry",
            contestants: [.registry("apply", named: "load"), .registry("apply:delta", 0.1)]),
    ]
}
