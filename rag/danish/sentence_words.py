"""Word lists for finding where a Danish sentence ends; abbreviations stand without their last full stop."""

from __future__ import annotations

LEADING = frozenset(
    """adj ang bl.a ca cand chr cvr d d.v.s dr dvs eks eksempelv ekskl eksl ell evt f f.eks f.s.v.a fa fht fhv
    fmd forb forv fr fsva fx gl gns h.h.v hhv hr i.f.m i.f.t i.h.t i.v ifbm iflg ifm ifr ift igl iht incl
    inkl jf jfr jvf kgl kl konst kst m.h.p m.h.t maks matr matr.nr max mhp mht nr nuv obs oprind p.b.a p.g.a
    pba pga ph.d pkt pr prof s sagsnr sct sektr skt sml spec st t.h t.o.m t.v th tidl tilh tilsv tlf u uds
    undt v v.h.a vedr vejl vha vs å årg""".split()
)
"""Stand before a name, a number or an explanation and never end a sentence."""

UNITS = frozenset("dkk kg km kr mdr mg mia min mio ml pct sek std stk t tkr".split())
"""May end a sentence after a number; without one they stand before it ("kr. 200.000")."""

CLOSING = frozenset("a.m.b.a d.d d.m d.å i.a m.a m.fl m.m m.v o.a o.l o.lign o.m.a o.s.v s.d s.m s.å".split())
"""Close an enumeration or a time: unlike other words with dots inside, they may end a sentence."""

CUT_SHORT = frozenset("adm afd ass dep dir dok forl hosp komm ofl omr org overs p.t pt sekr spl udd udg udv".split())
"""Words cut short that stand before others as well as last: they end a sentence only before one that clearly begins."""

OPENERS = frozenset(
    """alle arbejdsgruppen at begge borgeren borgerne både da de den der derefter derfor dermed derudover
    desuden det dette disse dog efter efterfølgende en endelig endvidere er et for formanden formandskabet
    fra gruppen ham han her herefter herudover hospitalet hun hvad hvis hvordan hvornår i ingen klyngen
    klyngestyregruppen kommunen kommunerne man med mødet nu når og også om opgaven punktet på regionen
    samtidig sekretariatet som styregruppen så udvalget ved vi""".split()
)
"""Words that, with a capital, clearly begin a sentence."""
