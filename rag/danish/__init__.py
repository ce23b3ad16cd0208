"""Danish text as the other rooms need it, in pure functions; import the module you need.

- `normalise`  what files hold -> clean text; `fold`, for comparing; `contains_verbatim`, the rule of quotes
- `sentences`  text -> the spans of its sentences
- `analyse`    text -> stemmed, folded tokens for word search
- `compounds`  a token -> the two tokens it is put together from, and words written apart -> compounds
- `spelling`   a mistyped word -> the words of the minutes that may be meant
- `dictionary` a word -> whether it is a Danish one
- `sparse`     tokens -> BM25 weights as sparse vectors
- `dates`      dates and times in running text, and a date as it is written
- `spans`      the pair of offsets that the others speak of
"""
