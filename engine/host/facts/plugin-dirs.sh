# Prints the existing ones of the directories $1 …, for `sh -c`, and those about which this user cannot know.
. ./absent.sh
for directory do
  if [ -d "$directory" ] || is_hidden "$directory"; then echo "$directory"; fi
done
exit 0
