/* What a compiler puts in place of the plain string functions when it knows how
 * large the target is. The older C runtime does not bring them. Each stops the
 * program where the plain one would have written past the end. */
#include <stdlib.h>
#include <string.h>

void __chk_fail(void)
{
	abort();
}

#define FITS(need, room) do { if ((need) > (room)) __chk_fail(); } while (0)

void *__memcpy_chk(void *to, const void *from, size_t len, size_t room)
{
	FITS(len, room);
	return memcpy(to, from, len);
}

void *__memmove_chk(void *to, const void *from, size_t len, size_t room)
{
	FITS(len, room);
	return memmove(to, from, len);
}

void *__memset_chk(void *to, int value, size_t len, size_t room)
{
	FITS(len, room);
	return memset(to, value, len);
}

char *__strcat_chk(char *to, const char *from, size_t room)
{
	size_t have = strlen(to), more = strlen(from);

	FITS(have + more + 1, room);
	memcpy(to + have, from, more + 1);
	return to;
}
