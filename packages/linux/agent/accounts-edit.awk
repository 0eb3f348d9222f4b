# Edits a database of accounts. Input: actions of accounts.awk, then the database. `back` undoes "join" and "leave".
BEGIN { FS = "\t" }
FNR == NR {
  if ($1 == "passwd") line[$2] = substr($0, length($2) + 9)
  else if ($1 == (back ? "leave" : "join")) joins[$3] = joins[$3] "," $2
  else if ($1 == (back ? "join" : "leave")) leaves[$3] = leaves[$3] "," $2
  next
}
{
  split($0, fields, ":")
  if (database == "passwd") {
    if (fields[1] in line) print line[fields[1]]
    else print
    next
  }
  if (!(fields[1] in joins || fields[1] in leaves)) { print; next }
  list = ""
  count = split(fields[4] joins[fields[1]], names, ",")
  for (i = 1; i <= count; i++)
    if (names[i] != "" && !index(leaves[fields[1]] ",", "," names[i] ",") && !index(list ",", "," names[i] ",")) list = list "," names[i]
  print fields[1] ":" fields[2] ":" fields[3] ":" substr(list, 2)
}
