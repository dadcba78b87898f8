/* The one function of bcryptprimitives.dll that the Go runtime needs, for a
 * Wine that has no such library. Tests only. */
#include <windows.h>

/* RtlGenRandom under the name advapi32 exports it by. */
extern BOOLEAN NTAPI SystemFunction036(void *, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *data, SIZE_T size)
{
	return SystemFunction036(data, (ULONG)size) ? TRUE : FALSE;
}
