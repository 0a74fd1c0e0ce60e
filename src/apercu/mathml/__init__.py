"""TeX → MathML at build time, or a located problem.

Knows nothing of notes: formulas go in as text, MathML and problems come out as text.
"""

from apercu.mathml.convert import convert as convert
from apercu.mathml.engine import map_many_formulas as map_many_formulas
from apercu.mathml.engine import with_many_formulas as with_many_formulas
from apercu.mathml.formula import Converted as Converted
from apercu.mathml.formula import Formula as Formula
from apercu.mathml.formula import MathProblem as MathProblem
from apercu.mathml.plain import plain_math as plain_math
from apercu.mathml.symbols import symbols_of as symbols_of
