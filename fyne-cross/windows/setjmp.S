# MuPDF's objects call the setjmp entry of the newer C runtime. The older one
# has the same function under another name, with the same arguments.
	.globl	__intrinsic_setjmpex
	.text
__intrinsic_setjmpex:
	jmpq	*__imp__setjmpex(%rip)
