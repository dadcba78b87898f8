package desk_test

const victimDir = "VOUCHDESK_VICTIM"

func beVictim() int { return 0 }
